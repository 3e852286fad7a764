import { longDate } from '@/lib/dates';

// Charts come from our own service. Still, what is put into the page as markup is only ever what a drawing needs:
// anything that could run, load or restyle something is left out.

const SVG = 'http://www.w3.org/2000/svg';
const ELEMENTS = new Set(
  'svg g path line polyline polygon circle ellipse rect text tspan title desc defs clipPath'.split(' '),
);
const ATTRIBUTES = new Set(
  (
    'id class role viewBox width height x y x1 x2 y1 y2 dx dy cx cy r rx ry d points transform fill stroke color ' +
    'stroke-width stroke-dasharray stroke-linecap stroke-linejoin paint-order opacity fill-opacity font-family ' +
    'font-size font-weight text-anchor dominant-baseline pointer-events aria-labelledby aria-label aria-hidden ' +
    'preserveAspectRatio vector-effect'
  ).split(' '),
);

/** The drawing in a document of the service; null for what is no SVG. Ids get a prefix, so that two stand on a page. */
export function safeSvg(text: string, prefix: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (parsed?.namespaceURI !== SVG || parsed.localName !== 'svg') return null;
  const drawing = copyOf(parsed, prefix);
  return drawing instanceof SVGElement ? (drawing as SVGSVGElement) : null;
}

function copyOf(from: Element, prefix: string): Element | null {
  if (from.namespaceURI !== SVG || !ELEMENTS.has(from.localName)) return null;
  const copy = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (name.startsWith('data-') || (ATTRIBUTES.has(name) && !/url\s*\(|javascript:/i.test(value)))
      copy.setAttribute(name, prefixed(name, value, prefix));
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? '');
    if (child.nodeType === Node.ELEMENT_NODE) {
      const inner = copyOf(child as Element, prefix);
      if (inner) copy.append(inner);
    }
  }
  return copy;
}

function prefixed(name: string, value: string, prefix: string) {
  if (name !== 'id' && name !== 'aria-labelledby') return value;
  return value
    .split(/\s+/)
    .map((id) => `${prefix}${id}`)
    .join(' ');
}

/** A point of a chart, as its `data-*` say it. */
export interface ChartPoint {
  label: string;
  value: string;
  target: string;
  rating: string;
  notes: string;
  observationId: string;
  /** The decisions on this figure, on its target or on what it means, in sentences. */
  decided: string[];
}

/** A decision on the time axis. */
export interface ChartEvent {
  day: string;
  kind: string;
  words: string;
  about: string[];
}

/** The points of a drawing, oldest first, with the elements that show them. */
export function pointsOf(drawing: SVGSVGElement): { element: SVGElement; point: ChartPoint }[] {
  const events = eventsIn(drawing);
  return [...drawing.querySelectorAll<SVGElement>('.chart-point')].map((element) => {
    const said = (name: string) => element.getAttribute(`data-${name}`) ?? '';
    return {
      element,
      point: {
        label: said('label') || said('period'),
        value: said('value-words'),
        target: said('target-words'),
        rating: said('rating-words'),
        notes: said('notes'),
        observationId: said('observation-id'),
        decided: events.filter(({ about }) => about.includes(said('period'))).map(eventSentence),
      },
    };
  });
}

/** The decisions that a drawing, or one mark of it, shows, in order of time. */
export function eventsIn(drawing: Element): ChartEvent[] {
  return [...drawing.querySelectorAll('.chart-event')].map((element) => {
    const said = (name: string) => element.getAttribute(`data-${name}`) ?? '';
    return { day: said('day'), kind: said('kind'), words: said('words'), about: said('about').split(' ') };
  });
}

/** A decision in a sentence: "Cabinet approved Q3 2023/24 on 12 February 2024." A rebase's words say from when. */
export function eventSentence({ day, words, kind }: ChartEvent): string {
  return kind === 'rebase' ? `${words}.` : `${words} on ${longDate(day)}.`;
}

/** A point in a sentence: "Q1 2026/27: 98.02%, near target. Target 99.5%. Revised." */
export function sentenceOf({ label, value, target, rating, notes, decided }: ChartPoint): string {
  const rated = rating ? `, ${rating.charAt(0).toLowerCase()}${rating.slice(1)}` : '';
  const more = [
    target ? `Target ${target}.` : '',
    notes ? `${notes.charAt(0).toUpperCase()}${notes.slice(1)}.` : '',
    ...decided,
  ];
  return [`${label}: ${value}${rated}.`, ...more].filter(Boolean).join(' ');
}
