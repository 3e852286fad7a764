import { PageTitle } from '@/ui/PageTitle';

export function IndicatorsPage() {
  return <PageTitle>IndicatorsPage</PageTitle>;
}
