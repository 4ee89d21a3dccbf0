package dev.troupe.agents.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.persistence.Json;
import java.util.Optional;

/** A tool whose input is a record: its schema is derived, its values are converted. */
class RecordTool<I, O> implements Tool {

  /** A number that is missing is a fault, not a zero. */
  private static final JsonMapper READER =
      Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final ToolSpec spec;
  private final Class<I> input;
  private final TypedTool<I, O> function;

  RecordTool(ToolSpec spec, Class<I> input, TypedTool<I, O> function) {
    this.spec = spec;
    this.input = input;
    this.function = function;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ClassLoader loader() {
    var loader = function.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  @Override
  public JsonNode call(ToolCall call, JsonNode json) throws Exception {
    return Json.toTree(function.apply(read(json), call));
  }

  private I read(JsonNode json) {
    try {
      return READER.treeToValue(json, input);
    } catch (JsonProcessingException misfit) {
      throw new ToolFailure(
          "The input of %s cannot be read: %s".formatted(spec.name(), misfit.getOriginalMessage()),
          misfit);
    }
  }

  /** One that can tell whether it took effect. */
  static final class Asked<I, O> extends RecordTool<I, O> implements Reconcilable {
    private final RecordTool<I, Optional<O>> question;

    Asked(
        ToolSpec spec,
        Class<I> input,
        TypedTool<I, O> function,
        TypedTool<I, Optional<O>> reconcile) {
      super(spec, input, function);
      this.question = new RecordTool<>(spec, input, reconcile);
    }

    @Override
    public Optional<JsonNode> reconcile(ToolCall call, JsonNode json) throws Exception {
      return question.applied(call, json).map(Json::toTree);
    }
  }

  private O applied(ToolCall call, JsonNode json) throws Exception {
    return function.apply(read(json), call);
  }
}
