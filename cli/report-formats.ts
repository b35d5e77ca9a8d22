/** The formats of `bench report`. Apart from what writes them, so that help can list them. */
export const REPORT_FORMATS = ["html", "md", "csv", "json"] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];
