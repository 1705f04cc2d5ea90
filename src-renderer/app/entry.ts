// In this order: what the window waits for is asked for before the code that draws it runs.
import './early.ts';
import './no-eval.ts';
import './main.tsx';
