import { PageTitle } from '@/ui/PageTitle';

export function NewRoundPage() {
  return <PageTitle>NewRoundPage</PageTitle>;
}
