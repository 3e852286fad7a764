import { PageTitle } from '@/ui/PageTitle';

export function DifferencesPage() {
  return <PageTitle>DifferencesPage</PageTitle>;
}
