import './styles/fonts.css';
import './styles/app.scss';
// After GOV.UK Frontend's own custom properties, some of which it sets otherwise in the dark.
import './styles/tokens.css';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '@/api/query-client';
import { createAppRouter } from './app/router';

const queryClient = createQueryClient(() => {
  // Somebody whose session ended meanwhile comes back to this very page; what they typed is kept in the browser.
  const { href } = router.state.location;
  if (!href.startsWith('/sign-in')) void router.navigate({ to: '/sign-in', search: { next: href } });
});
const router = createAppRouter(queryClient);

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
