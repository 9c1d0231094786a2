export type Theme = 'light' | 'dark' | 'system'
const remembered = 'rollbook.theme'

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(remembered)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** `system` leaves the choice to the device, also when it changes in the evening. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(remembered, theme)
  applyTheme(theme)
}
