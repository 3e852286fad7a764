import { PageTitle } from '@/ui/PageTitle';

export function GoldenThreadPage() {
  return <PageTitle>GoldenThreadPage</PageTitle>;
}
