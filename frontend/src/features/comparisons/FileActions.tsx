import { useNavigate } from '@tanstack/react-router';
import { LoadActions } from '@/ui/LoadActions';
import { type ComparisonFile, loadFile, throwFileAway } from './queries';
import { comesTo } from './words';

/** Loading a file, or throwing it away. */
export function FileActions({ file }: { file: ComparisonFile }) {
  const navigate = useNavigate();
  return (
    <LoadActions
      thing="file"
      mayLoad={file.allowed_actions.includes('load')}
      mayThrowAway={file.allowed_actions.includes('throw_away')}
      loading={
        <p>
          {`This puts on record: ${comesTo(file.counts)}. Everybody signed in sees it, with its source. `}
          What was on record before stays readable as it was.
        </p>
      }
      forgets="its source"
      onLoad={() => loadFile(file)}
      onThrowAway={async () => {
        await navigate({ to: '/comparisons' });
        return throwFileAway(file);
      }}
    />
  );
}
