/** What must not stand in a sentence that a person reads: a value that was missing, a place that was not filled, stray spaces. */
export const HOLES = /undefined|NaN|\[object|null|Infinity|[{}]|\s\s|\s[.,;:]|\.\.$|,\./;
