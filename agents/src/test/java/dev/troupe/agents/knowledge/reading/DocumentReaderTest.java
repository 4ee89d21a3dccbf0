package dev.troupe.agents.knowledge.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agents.knowledge.Passage.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
  private static final StandardProtectionPolicy LOCKED =
      new StandardProtectionPolicy("owner", "user", new AccessPermission());

  private static List<Piece> pieces(String name, byte[] bytes) throws UnreadableDocument {
    return PassageCutter.cut(DocumentReader.read(name, bytes));
  }

  private static List<Piece> pieces(String name, String text) throws UnreadableDocument {
    return pieces(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void reads_markdown_with_its_lists_tables_and_code() throws Exception {
    String text =
        """
        ---
        title: not content
        ---
        # Guide

        First **bold** sentence.
        It goes on
        over lines. Second sentence.

        ## Steps

        Do this:

        - [x] Open the door.
        - Close it,
          slowly.

        | Name | Cost |
        | --- | --- |
        | A | 1 |
        | B | 2 |

        ```python
        print("not a sentence.")
        ```
        """;
    List<Piece> pieces = pieces("guide.md", text);

    assertThat(pieces)
        .extracting(Piece::kind)
        .containsExactly(Kind.PROSE, Kind.LIST, Kind.TABLE_ROW, Kind.TABLE_ROW, Kind.CODE);
    assertThat(pieces.getFirst().sentences())
        .containsExactly("First **bold** sentence.", "It goes on\nover lines.", "Second sentence.");
    assertThat(pieces.getFirst().heading()).isEqualTo("Guide");
    assertThat(pieces.get(1).heading()).isEqualTo("Guide › Steps");
    assertThat(pieces.get(1).sentences())
        .containsExactly("Do this:", "Open the door.", "Close it,\n  slowly.");
    assertThat(pieces.get(3).header()).isEqualTo("| Name | Cost |");
    assertThat(pieces.get(3).sentences()).containsExactly("| B | 2 |");
    assertThat(pieces.getLast().sentences()).isEmpty();
    assertThat(pieces).allMatch(piece -> piece.sentences().stream().allMatch(text::contains));
  }

  @Test
  void takes_no_sentence_across_the_marks_of_a_quotation() throws Exception {
    String text = "> A sentence that\n> goes on. Another one.\n";

    assertThat(pieces("quote.md", text).getFirst().sentences()).containsExactly("Another one.");
  }

  @Test
  void reads_wrapped_text_with_headings_that_stand_alone() throws Exception {
    String text =
        """
        The Title

        This paragraph is wrapped at a margin, so its
        lines end in the middle of sentences. It has
        two of them.

        2.1 A Numbered Part

        Another paragraph that is wrapped as well, and
        it names:

        * one thing that is longer than
          its line
        * another thing
        """;
    List<Piece> pieces = pieces("wrapped.txt", text);

    assertThat(pieces)
        .extracting(Piece::heading)
        .containsExactly("The Title", "The Title › 2.1 A Numbered Part");
    assertThat(pieces.getFirst().sentences())
        .containsExactly(
            "This paragraph is wrapped at a margin, so its\nlines end in the middle of sentences.",
            "It has\ntwo of them.");
    assertThat(pieces.getLast().kind()).isEqualTo(Kind.LIST);
    assertThat(pieces.getLast().sentences())
        .contains("one thing that is longer than\n  its line", "another thing");
  }

  @Test
  void numbers_in_a_row_are_a_list_and_a_key_is_no_heading() throws Exception {
    String text =
        """
        Cost: It depends on the size of the state and on how often it is written.
        1. Write it down
        2. Read it again
        Background:
        This line is prose, because the line before it ends with a colon.
        """;
    List<Piece> pieces = pieces("list.txt", text);

    assertThat(pieces).allMatch(piece -> piece.heading() == null);
    assertThat(pieces).extracting(Piece::kind).containsExactly(Kind.PROSE, Kind.LIST, Kind.PROSE);
    assertThat(pieces.get(1).sentences()).containsExactly("Write it down", "Read it again");
  }

  @Test
  void reads_html_as_it_is_shown() throws Exception {
    String html =
        """
        <html><head><title>T</title><script>var x = "hidden";</script></head>
        <body><nav>Menu entry</nav><h1>Agents &amp; State</h1>
        <p>An <b>agent</b> keeps
        state. It costs little.</p>
        <ul><li>Write it<ul><li>Sync it</li></ul></li></ul>
        <table><tr><th>Way</th><th>Cost</th></tr><tr><td>Log</td><td>1 ms</td></tr></table>
        <pre>x = 1;</pre><div>Loose text.</div><footer>Imprint</footer></body></html>
        """;
    List<Piece> pieces = pieces("page.html", html);

    assertThat(pieces).allMatch(piece -> "Agents & State".equals(piece.heading()));
    assertThat(pieces.stream().flatMap(piece -> piece.sentences().stream()))
        .containsExactly(
            "An agent keeps state.",
            "It costs little.",
            "Write it",
            "Sync it",
            "| Log | 1 ms |",
            "Loose text.");
    assertThat(pieces.get(2).header()).isEqualTo("| Way | Cost |");
    assertThat(pieces).extracting(Piece::kind).contains(Kind.CODE);
    assertThat(pieces.stream().map(Piece::text)).noneMatch(text -> text.contains("hidden"));
  }

  private static byte[] pdf(Optional<StandardProtectionPolicy> protection, String... lines)
      throws IOException {
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var content = new PDPageContentStream(pdf, page)) {
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.beginText();
        content.newLineAtOffset(50, 700);
        content.setLeading(14);
        for (String line : lines) {
          content.showText(line);
          content.newLine();
        }
        content.endText();
      }
      if (protection.isPresent()) {
        pdf.protect(protection.get());
      }
      var bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    }
  }

  @Test
  void reads_the_text_of_a_pdf() throws Exception {
    byte[] pdf =
        pdf(
            Optional.empty(),
            "An agent keeps its state in a journal, and",
            "the journal is written before the next step. It",
            "costs one write for each step.");

    assertThat(pieces("paper.pdf", pdf).getFirst().sentences())
        .containsExactly(
            "An agent keeps its state in a journal, and\nthe journal is written before the next step.",
            "It\ncosts one write for each step.");
  }

  @Test
  void says_what_is_wrong_with_what_cannot_be_read() throws Exception {
    byte[] locked = pdf(Optional.of(LOCKED), "x");

    assertThatThrownBy(() -> pieces("locked.pdf", locked))
        .isInstanceOf(UnreadableDocument.class)
        .hasMessage("is protected by a password: save it without one");
    assertThatThrownBy(() -> pieces("empty.pdf", pdf(Optional.empty())))
        .hasMessageStartingWith("holds no text: a scan");
    assertThatThrownBy(() -> pieces("broken.pdf", "%PDF-1.7 nothing"))
        .hasMessageStartingWith("is not a PDF that can be read");
    assertThatThrownBy(() -> pieces("zero.txt", "a\0b"))
        .hasMessageContaining("is it a binary file?");
    assertThatThrownBy(() -> pieces("picture.png", "x"))
        .hasMessageContaining("of a type that is not read");
  }

  @Test
  void reads_a_byte_order_mark_and_any_line_ends() throws Exception {
    assertThat(
            pieces("dos.txt", "\uFEFFOne sentence.\r\nTwo sentences.\r\n").getFirst().sentences())
        .containsExactly("One sentence.", "Two sentences.");
  }

  @Test
  void survives_nesting_that_a_parser_does_not() {
    String deep = "> ".repeat(200_000) + "text";
    try {
      assertThat(pieces("deep.md", deep)).isNotNull();
    } catch (UnreadableDocument refused) {
      assertThat(refused).hasMessageStartingWith("cannot be read");
    }
  }
}
