package dev.troupe.agents.knowledge.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.knowledge.Corpus;
import dev.troupe.agents.knowledge.Passage.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of every passage of the texts this project comes from. */
class CorpusPassagesTest {
  private static final Pattern CODE =
      Pattern.compile(
          "(?s).*(\\w+ = \\w+[(\\[.]|def \\w+\\(|-->|->>|[┌│└▼]|\\): *$|\\{\\w*\\}|\"\"\"|::).*"
              + "|(import|return|await) .*|#+ .*|[}\\])]+,?|\\w+: \\|?");

  static Stream<Path> files() {
    return Corpus.filesOrFolder().stream();
  }

  private static List<Piece> pieces(Path file) throws IOException, UnreadableDocument {
    Corpus.folder();
    return PassageCutter.cut(DocumentReader.read(file.toString(), Files.readAllBytes(file)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_sentence_stands_word_for_word_in_the_file(Path file) throws Exception {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    for (Piece piece : pieces(file)) {
      assertThat(piece.sentences()).allMatch(text::contains);
      assertThat(piece.sentences()).allMatch(piece.text()::contains);
      assertThat(piece.header() == null || text.contains(piece.header())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void no_sentence_is_code(Path file) throws Exception {
    List<String> sentences =
        pieces(file).stream()
            .filter(piece -> piece.kind() != Kind.TABLE_ROW)
            .flatMap(piece -> piece.sentences().stream())
            .toList();

    assertThat(sentences).isNotEmpty().noneMatch(sentence -> CODE.matcher(sentence).matches());
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_line_is_in_a_passage_or_a_heading(Path file) throws Exception {
    List<Piece> pieces = pieces(file);
    String all =
        String.join(" ", pieces.stream().map(one -> one.text() + " " + one.heading()).toList())
            .replaceAll("\\s+", " ");

    for (String line : Files.readAllLines(file)) {
      String content = line.strip().replaceFirst("^- (\\[ ] )?", "");
      String end = content.substring(Math.max(0, content.length() - 20));
      assertThat(all).contains(content.matches("[|\\s:-]*") ? "" : end);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void table_rows_carry_their_header_and_prose_is_short(Path file) throws Exception {
    for (Piece piece : pieces(file)) {
      if (piece.kind() == Kind.TABLE_ROW) {
        assertThat(piece.header()).startsWith("|");
        assertThat(piece.sentences()).hasSize(1);
      } else {
        assertThat(piece.header()).isNull();
      }
      if (piece.kind() == Kind.PROSE) {
        assertThat(piece.text().split("\\s+").length).isLessThanOrEqualTo(130);
      }
    }
  }
}
