import { PageTitle } from '@/ui/PageTitle';

export function NewPersonPage() {
  return <PageTitle>NewPersonPage</PageTitle>;
}
