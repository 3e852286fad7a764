import { PageTitle } from '@/ui/PageTitle';

export function PostsPage() {
  return <PageTitle>PostsPage</PageTitle>;
}
