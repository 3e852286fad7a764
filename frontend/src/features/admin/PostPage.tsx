import { PageTitle } from '@/ui/PageTitle';

export function PostPage() {
  return <PageTitle>PostPage</PageTitle>;
}
