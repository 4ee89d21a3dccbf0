package dev.troupe.http.cli;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A brief as one page that needs nothing else; whatever the documents hold, no markup gets in. */
final class HtmlPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final String STYLE =
      "body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;"
          + "color:#1c1c1c;background:#fff}h1,h2{line-height:1.25}code{background:#f3f3f3}"
          + "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3rem .6rem}"
          + "blockquote{border-left:3px solid #ccc;margin-left:0;padding-left:1rem;color:#555}";

  private HtmlPage() {}

  static String of(String title, String markdown) {
    String body =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build()
            .render(Parser.builder().extensions(EXTENSIONS).build().parse(markdown));
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(escape(title), STYLE, body);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
