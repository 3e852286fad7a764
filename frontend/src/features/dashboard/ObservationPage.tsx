import { PageTitle } from '@/ui/PageTitle';

export function ObservationPage() {
  return <PageTitle>ObservationPage</PageTitle>;
}
