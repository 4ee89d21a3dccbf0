package dev.troupe.http;

import dev.troupe.supervisor.workflow.DefinitionText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A workflow's definition as the body of a request: JSON or YAML. */
final class DefinitionBody {
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  private DefinitionBody() {}

  /** Fails with a problem if the body is too large, or neither JSON nor YAML. */
  static CompletionStage<DefinitionText> of(Call call, long maxBytes) {
    var type = call.request().entity().getContentType().mediaType().toString();
    return call.body(maxBytes).thenApply(body -> sound(parse(type, text(body))));
  }

  /** By its name; where that says neither, by its first character. */
  private static DefinitionText parse(String type, String text) {
    if (text.isBlank()) {
      throw new ProblemException(
          Problem.badRequest("The body is empty; send a definition, as JSON or YAML."));
    }
    if (type.equals("application/json")) {
      return DefinitionText.json(text);
    }
    return YAML.contains(type) ? DefinitionText.yaml(text) : DefinitionText.parse(text);
  }

  private static DefinitionText sound(DefinitionText text) {
    return switch (text) {
      case DefinitionText.Tree tree -> tree;
      case DefinitionText.Broken(var detail) ->
          throw new ProblemException(
              Problem.badRequest("The body cannot be read as a definition. " + detail));
    };
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException otherwise) {
      throw new ProblemException(Problem.badRequest("The body is not a text in UTF-8."));
    }
  }
}
