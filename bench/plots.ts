import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** SVGs by their names. */
export type Plots = Readonly<Record<string, string>>;

/** An axis of a plot. */
export interface Axis {
  readonly name: string;
  readonly type: 'log' | 'value';
}

/** A line of a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A plot of lines with a point for each figure, as an SVG that is readable on light pages and on dark ones. */
export function lineChart(title: string, x: Axis, y: Axis, series: readonly Series[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
  const grid = { splitLine: { show: true, lineStyle: { color: '#e5e7eb' } }, nameLocation: 'middle' } as const;
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: ['#0969da', '#8250df', '#bf8700', '#cf222e'],
    title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 16 } },
    legend: { top: 36 },
    grid: { left: 70, right: 30, top: 76, bottom: 56 },
    xAxis: { ...grid, ...x, nameGap: 32 },
    yAxis: { ...grid, ...y, nameGap: 48 },
    series: series.map(({ name, points }) => ({
      type: 'line',
      name,
      data: points.map((point) => [...point]),
      symbolSize: 6,
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // For screen readers the title in the picture is not text.
  return `${svg.replace('>', `><title>${title}</title>`)}\n`;
}
