import { PageTitle } from '@/ui/PageTitle';

export function TargetsPage() {
  return <PageTitle>TargetsPage</PageTitle>;
}
