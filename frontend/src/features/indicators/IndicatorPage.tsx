import { PageTitle } from '@/ui/PageTitle';

export function IndicatorPage() {
  return <PageTitle>IndicatorPage</PageTitle>;
}
