import { PageTitle } from '@/ui/PageTitle';

export function RatingRulePage() {
  return <PageTitle>RatingRulePage</PageTitle>;
}
