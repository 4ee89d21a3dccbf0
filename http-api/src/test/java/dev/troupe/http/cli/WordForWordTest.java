package dev.troupe.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordForWordTest {
  private static final String QUOTE =
      "Run `a_b` with *all* _flags_ & <b>[x](http://y)</b>, 2 \\* 3 #1.";
  private static final String ROW = "| `rm *` | a \\| b | *3* |";

  @Test
  void a_quote_stands_on_the_page_word_for_word() {
    var page =
        page("- " + QUOTE + " [1]\n\n## Sources\n\n- [1] __notes__.md › A *b*: “" + QUOTE + "”\n");

    var expected = QUOTE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    assertThat(page).contains("<li>" + expected + " [1]</li>").contains("“" + expected + "”");
    assertThat(page).contains("[1] __notes__.md › A *b*: ").doesNotContain("<em>", "<code>", "<a ");
  }

  @Test
  void a_row_stands_in_its_cells_word_for_word() {
    var page =
        page("| A | B | C | Source |\n|---|---|---|---|\n" + ROW.replaceAll("\\|$", "| [2] |"));

    assertThat(page)
        .contains("<td>`rm *`</td>", "<td>a \\| b</td>", "<td>*3*</td>", "<td>[2]</td>");
  }

  @Test
  void a_quote_never_becomes_a_heading_or_a_list() {
    var page = page("- # 1. begin [3]\n");

    assertThat(page).contains("<li># 1. begin [3]</li>");
  }

  @Test
  void what_is_no_quote_stays_markdown() {
    assertThat(page("## What `x` is\n\n**Bold** of a writer.\n"))
        .contains("<h2>What <code>x</code> is</h2>", "<strong>Bold</strong>");
  }

  private static String page(String markdown) {
    var citations =
        List.of(
            Map.of("quote", QUOTE, "document", "__notes__.md", "heading", "A *b*"),
            Map.of("quote", ROW, "document", "table.md"),
            Map.of("quote", "# 1. begin", "document", "table.md"));
    var result = Json.toTree(Map.of("citations", citations));
    return HtmlPage.of("goal", WordForWord.guarded(markdown, "goal", result));
  }
}
