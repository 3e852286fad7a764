import { PageTitle } from '@/ui/PageTitle';

export function ReviewPage() {
  return <PageTitle>ReviewPage</PageTitle>;
}
