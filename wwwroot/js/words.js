// The words of the scripts in the page's language, as the page brings them from its resources.
const words = JSON.parse(document.getElementById("words").textContent);

/** A sentence with what stands at its places {0}, {1} and so on. */
export const say = (key, ...places) => words[key].replace(/\{(\d)\}/g, (_, place) => places[place]);

/** One of two sentences by a number. */
export const counted = (value, key, ...places) => say(`${key}${value === 1 ? "One" : "Many"}`, ...places);
