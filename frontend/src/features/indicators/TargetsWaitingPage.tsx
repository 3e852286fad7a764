import { PageTitle } from '@/ui/PageTitle';

export function TargetsWaitingPage() {
  return <PageTitle>TargetsWaitingPage</PageTitle>;
}
