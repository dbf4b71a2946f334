// The camera that coaches. Pictures stay in this browser; landmarks go to our own server.
import { Coach } from "./form/coach";

const root = document.querySelector<HTMLElement>("[data-form]");
if (root) new Coach(root);
