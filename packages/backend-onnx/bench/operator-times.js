/** Sums ONNX Runtime's profile events by operator, longest first; milliseconds. */
export function operatorTimes(events) {
  const totals = new Map();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    const total = totals.get(args.op_name) ?? { operator: args.op_name, calls: 0, ms: 0 };
    total.calls++;
    total.ms += dur / 1000;
    totals.set(args.op_name, total);
  }
  return [...totals.values()].sort((a, b) => b.ms - a.ms);
}
