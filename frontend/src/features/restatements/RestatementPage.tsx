import { PageTitle } from '@/ui/PageTitle';

export function RestatementPage() {
  return <PageTitle>RestatementPage</PageTitle>;
}
