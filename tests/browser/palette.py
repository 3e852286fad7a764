"""A screenshot as a PNG of few colours: a quarter of the bytes, and no image library. The browser does the counting."""

import base64
import struct
import zlib

from playwright.sync_api import Browser

# The head of a text chunk: its keyword, not compressed, of no language.
DESCRIBED = b"Description\0\0\0\0\0"
# Colours are counted in bins of 5 bits a channel. The palette takes one bin after the other: what is common, and far
# from all taken so far: a status's shape is small, and has to keep its colour.
REDUCE = """async ([source, most]) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const [width, height] = [image.width, image.height];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const binOf = (at) => ((data[at] >> 3) << 10) | ((data[at + 1] >> 3) << 5) | (data[at + 2] >> 3);
  const bins = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const key = binOf(at);
    const bin = bins.get(key) ?? { count: 0, red: 0, green: 0, blue: 0, away: Infinity, index: 0 };
    bin.count += 1;
    bin.red += data[at];
    bin.green += data[at + 1];
    bin.blue += data[at + 2];
    bins.set(key, bin);
  }
  for (const bin of bins.values()) {
    bin.red /= bin.count;
    bin.green /= bin.count;
    bin.blue /= bin.count;
  }
  const palette = [];
  let next = [...bins.values()].reduce((one, other) => (one.count >= other.count ? one : other));
  while (next && palette.length < most) {
    const index = palette.push([next.red, next.green, next.blue].map(Math.round)) - 1;
    const { red, green, blue } = next;
    next = undefined;
    let best = 0;
    for (const bin of bins.values()) {
      const away = (bin.red - red) ** 2 + (bin.green - green) ** 2 + (bin.blue - blue) ** 2;
      if (away < bin.away) Object.assign(bin, { away, index });
      const worth = bin.away * Math.sqrt(bin.count);
      if (worth > best) [best, next] = [worth, bin];
    }
  }
  const indexes = new Uint8Array(width * height);
  for (let at = 0; at < indexes.length; at += 1) indexes[at] = bins.get(binOf(at * 4)).index;
  let bytes = '';
  for (let at = 0; at < indexes.length; at += 8192) {
    bytes += String.fromCharCode(...indexes.subarray(at, at + 8192));
  }
  return { width, height, palette, indexes: btoa(bytes) };
}"""


def reduced(browser: Browser, png: bytes, colours: int, description: str = "") -> bytes:
    """The picture with at most so many colours, up to 256, each pixel the nearest of them."""
    page = browser.new_page()
    found = page.evaluate(REDUCE, ["data:image/png;base64," + base64.b64encode(png).decode(), colours])
    page.close()
    return indexed_png(
        found["width"], found["height"], found["palette"], base64.b64decode(found["indexes"]), description
    )


def indexed_png(width: int, height: int, palette: list[list[int]], indexes: bytes, description: str = "") -> bytes:
    """A PNG of a palette of (red, green, blue) and an index into it for each pixel, row by row; 4 bits where they do.

    PNG (ISO/IEC 15948): colour type 3, no filter, no interlacing.
    """
    depth = 4 if len(palette) <= 16 else 8
    rows = (indexes[at : at + width] for at in range(0, width * height, width))
    lines = b"".join(b"\0" + (_paired(row) if depth == 4 else row) for row in rows)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)),
            _chunk(b"iTXt", DESCRIBED + description.encode()),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _paired(row: bytes) -> bytes:
    """Two pixels a byte, the left one in the high bits; a row of an odd width ends with a zero."""
    even = row + b"\0" * (len(row) % 2)
    return bytes(high << 4 | low for high, low in zip(even[::2], even[1::2], strict=True))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def description_of(png: bytes) -> str:
    """What `indexed_png` was told of the picture."""
    at = png.index(b"iTXt")
    (length,) = struct.unpack(">I", png[at - 4 : at])
    return png[at + 4 + len(DESCRIBED) : at + 4 + length].decode()
