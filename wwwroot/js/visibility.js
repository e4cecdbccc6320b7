// Tells a component whether its tab is looked at.
export function create(component) {
  const tell = () => component.invokeMethodAsync("Changed", document.hidden);
  document.addEventListener("visibilitychange", tell);
  tell();
  return { dispose: () => document.removeEventListener("visibilitychange", tell) };
}
