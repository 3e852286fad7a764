export function EditIndicatorPage() {
  return null;
}
