import { PageTitle } from '@/ui/PageTitle';

export function EditionPage() {
  return <PageTitle>EditionPage</PageTitle>;
}
