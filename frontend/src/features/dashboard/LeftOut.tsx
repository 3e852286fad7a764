import { Notice } from '@/ui/Notice';

/** What the reader of an edition does not get of it, and why. */
export function LeftOut({ words }: { words: string[] }) {
  if (words.length === 0) return null;
  return (
    <Notice>
      {words.map((each) => (
        <p key={each}>{each}</p>
      ))}
    </Notice>
  );
}
