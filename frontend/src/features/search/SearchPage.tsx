import { PageTitle } from '@/ui/PageTitle';

export function SearchPage() {
  return <PageTitle>SearchPage</PageTitle>;
}
