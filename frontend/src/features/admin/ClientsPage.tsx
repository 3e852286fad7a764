import { PageTitle } from '@/ui/PageTitle';

export function ClientsPage() {
  return <PageTitle>ClientsPage</PageTitle>;
}
