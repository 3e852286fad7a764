import { PageTitle } from '@/ui/PageTitle';

export function ClientPage() {
  return <PageTitle>ClientPage</PageTitle>;
}
