import { PageTitle } from '@/ui/PageTitle';

export function EditionsPage() {
  return <PageTitle>EditionsPage</PageTitle>;
}
