import { useNavigate } from '@tanstack/react-router';
import type { DashboardSearch } from './queries';

type Change = DashboardSearch & {
  plan?: string | undefined;
  status?: string | undefined;
  signal?: string | undefined;
};

/** Changes what of the dashboard, or of its signals, is shown: all of it stands in the address. */
export function useShow(): (change: Change) => void {
  const navigate = useNavigate();
  return (change) => void navigate({ to: '.', search: (all) => ({ ...all, ...change }), resetScroll: false });
}
