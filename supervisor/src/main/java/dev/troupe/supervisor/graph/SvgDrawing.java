package dev.troupe.supervisor.graph;

import static dev.troupe.supervisor.graph.Svg.n;

/** Draws a graph as an SVG that needs nothing else: no script, no font, no network. */
public final class SvgDrawing {
  private static final double MARGIN = 16;
  private static final String STYLE =
      """
      <style>
      text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif; text-anchor: middle; fill: #1f2933; }
      .name { font-size: 13px; font-weight: 600; }
      .detail { font-size: 11px; fill: #52606d; }
      .label { font-size: 11px; fill: #3e4c59; }
      .state { fill: #f5f8fc; stroke: #3d6fb4; stroke-width: 1.3; }
      .choice { fill: #fff8e6; stroke: #b98900; stroke-width: 1.3; }
      .fail { fill: #fdeeee; stroke: #c0392b; stroke-width: 1.3; }
      .succeed { fill: #edf8f0; stroke: #2e8b57; stroke-width: 1.3; }
      .frame { fill: #fafbfc; stroke: #7b8794; stroke-width: 1.2; }
      .branch { fill: #ffffff; stroke: #b6c0ca; stroke-width: 1; stroke-dasharray: 2 3; }
      .start, .end { fill: #3e4c59; }
      .ring { fill: #ffffff; stroke: #3e4c59; stroke-width: 1.3; }
      .way { fill: none; stroke: #52606d; stroke-width: 1.3; marker-end: url(#tip); }
      .catch { fill: none; stroke: #c0392b; stroke-width: 1.3; stroke-dasharray: 5 4; marker-end: url(#caught); }
      .behind { fill: #ffffff; fill-opacity: 0.85; }
      </style>
      <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" fill="#52606d"/></marker>
      <marker id="caught" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" fill="#c0392b"/></marker>
      </defs>
      """;

  private SvgDrawing() {}

  public static String draw(String title, MachineGraph graph) {
    var picture = MachinePicture.of(graph);
    var width = n(picture.size().width() + 2 * MARGIN);
    var height = n(picture.size().height() + 2 * MARGIN);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" role="img">
    <title>%3$s</title>
    %4$s<rect width="100%%" height="100%%" fill="#ffffff"/>
    %5$s</svg>
    """
        .formatted(
            width,
            height,
            Svg.escaped(title),
            STYLE,
            Svg.empty().moved(MARGIN, MARGIN, picture.svg()));
  }
}
