import { Busy } from '@/ui/Progress';

export function Waiting() {
  return <Busy>Reading …</Busy>;
}
