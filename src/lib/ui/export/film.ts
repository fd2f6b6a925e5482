/** A flow as a film: it is played on the canvas once more, and the browser's recorder takes down what is seen. */
import type { App } from '../state/app.svelte.ts';

/** Frames a second. */
const RATE = 30;
/** ms. A film longer than this is cut: nobody watches it, and it fills the memory. */
const LONGEST = 120_000;
/** ms that the last picture stands. */
const END = 800;

const types = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];

/** What this browser records; undefined: nothing. */
export function filmType(): string | undefined {
	return typeof MediaRecorder === 'undefined' ? undefined : types.find((type) => MediaRecorder.isTypeSupported(type));
}

/** null: it was called off. `progress`: 0 to 1. */
export async function film(
	{ canvas, engine, player }: App,
	flow: number,
	signal: AbortSignal,
	progress: (share: number) => void
): Promise<Blob | null> {
	const type = filmType();
	const from = engine.progress.flows[flow]?.from;
	if (canvas === null || type === undefined || from === undefined) return null;
	player.pause();
	await player.jump(from);
	const picture = canvas.picture();
	const recorder = new MediaRecorder(picture.captureStream(RATE), { mimeType: type, videoBitsPerSecond: 6_000_000 });
	const parts: Blob[] = [];
	recorder.ondataavailable = ({ data }) => void parts.push(data);
	const stopped = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
	recorder.start();
	player.play();
	const began = performance.now();
	const end = flowEnd();
	await new Promise<void>((resolve) => {
		let still = 0;
		const frame = () => {
			canvas.picture(picture);
			const now = performance.now();
			progress(Math.min(1, (player.at - from) / Math.max(1, end - from)));
			if (player.playing) still = now;
			if (signal.aborted || now - began > LONGEST || (!player.playing && now - still > END)) resolve();
			else requestAnimationFrame(frame);
		};
		requestAnimationFrame(frame);
	});
	player.pause();
	recorder.stop();
	await stopped;
	return signal.aborted ? null : new Blob(parts, { type });

	function flowEnd(): number {
		return engine.progress.flows[flow + 1]?.from ?? engine.progress.count;
	}
}
