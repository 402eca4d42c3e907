/** By how much the steps of each round rotate, in turn. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/**
 * The MD5 of a text's UTF-8 bytes, as 32 hex digits (RFC 1321). It makes names, and protects nothing.
 *
 * Not node:crypto, and no library: docs/decisions.md says what each costs before every changing call.
 */
export function md5(text: string): string {
  const message = padded(text)
  const sums: [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let block = 0; block < message.byteLength; block += 64) {
    let [a, b, c, d] = sums
    for (let step = 0; step < 64; step++) {
      const mix = ROUNDS[step >> 4] as Round
      const [mixed, word] = mix(step, b, c, d)
      const constant = Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1)))
      const sum = (a + mixed + constant + message.getInt32(block + (word & 15) * 4, true)) | 0
      const shift = SHIFTS[(step >> 4) * 4 + (step & 3)] as number
      a = d
      d = c
      c = b
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
    }
    sums[0] += a
    sums[1] += b
    sums[2] += c
    sums[3] += d
  }
  return sums.map(hexFromTheLowestByte).join("")
}

/** What a step mixes, and which word of the block it adds, modulo 16. */
type Round = (step: number, b: number, c: number, d: number) => [mixed: number, word: number]

const ROUNDS: readonly Round[] = [
  (step, b, c, d) => [(b & c) | (~b & d), step],
  (step, b, c, d) => [(d & b) | (~d & c), 5 * step + 1],
  (step, b, c, d) => [b ^ c ^ d, 3 * step + 5],
  (step, b, c, d) => [c ^ (b | ~d), 7 * step],
]

/** The bytes, a one bit, zeros up to whole blocks of 64 bytes, and at their end the number of bits. */
function padded(text: string): DataView {
  const bytes = Buffer.from(text)
  const message = new Uint8Array((((bytes.length + 8) >> 6) + 1) * 64)
  message.set(bytes)
  message[bytes.length] = 0x80
  const view = new DataView(message.buffer)
  view.setUint32(message.length - 8, bytes.length << 3, true)
  view.setUint32(message.length - 4, bytes.length >>> 29, true)
  return view
}

function hexFromTheLowestByte(word: number): string {
  const view = new DataView(new ArrayBuffer(4))
  view.setInt32(0, word)
  return view.getUint32(0, true).toString(16).padStart(8, "0")
}
