import { PageTitle } from '@/ui/PageTitle';

export function RoundPage() {
  return <PageTitle>RoundPage</PageTitle>;
}
