import { PageTitle } from '@/ui/PageTitle';

export function RestatementsPage() {
  return <PageTitle>RestatementsPage</PageTitle>;
}
