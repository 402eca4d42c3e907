import type { Output } from "../environment.ts"
import { fitFrame } from "./fit-frame.ts"

/** A terminal that is ours for a while. */
export interface Screen {
  /** Replaces what is shown, without a blank moment in between. */
  draw(text: string): void
  /** Gives the terminal back as it was. */
  close(): void
}

const ESC = "\u001b["
const ALTERNATE = `${ESC}?1049h${ESC}?25l`
const BACK = `${ESC}?25h${ESC}?1049l`
const [HOME, CLEAR_LINE, CLEAR_BELOW] = [`${ESC}H`, `${ESC}K`, `${ESC}J`]

/** Whether an output can be drawn on. */
export function isScreen({ isTTY }: Output, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTTY === true && env.TERM !== "dumb"
}

/** Takes the terminal: the alternate screen, so that what was printed before comes back at the end. */
export function openScreen(output: Output): Screen {
  let last = ""
  const draw = (text: string): void => {
    last = text
    const { columns = 80, rows = 24 } = output
    const lines = fitFrame(text, { columns, rows }).map((line) => `${line}${CLEAR_LINE}`)
    output.write(`${HOME}${lines.join("\r\n")}${CLEAR_BELOW}`)
  }
  const redraw = (): void => draw(last)
  output.write(ALTERNATE)
  output.on?.("resize", redraw)
  return {
    draw,
    close() {
      output.off?.("resize", redraw)
      output.write(BACK)
    },
  }
}
