import { PageTitle } from '@/ui/PageTitle';

export function NewIndicatorPage() {
  return <PageTitle>NewIndicatorPage</PageTitle>;
}
