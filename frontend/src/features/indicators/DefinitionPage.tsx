import { PageTitle } from '@/ui/PageTitle';

export function DefinitionPage() {
  return <PageTitle>DefinitionPage</PageTitle>;
}
