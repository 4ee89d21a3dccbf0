package dev.troupe.agents.knowledge.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.troupe.agents.knowledge.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The model on one ONNX session that computes on its caller's thread: the session's own pool would
 * take every core for each text.
 */
final class SingleThreadedBge extends AbstractInProcessEmbeddingModel {
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private final OnnxBertBiEncoder encoder;

  private SingleThreadedBge(OnnxBertBiEncoder encoder) {
    super(Runnable::run);
    this.encoder = encoder;
  }

  static SingleThreadedBge load() {
    try (InputStream model = resource(MODEL);
        InputStream tokenizer = resource(TOKENIZER);
        var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(model.readAllBytes(), options);
      return new SingleThreadedBge(
          new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.CLS));
    } catch (OrtException broken) {
      throw new IllegalStateException("The embedding model cannot be loaded", broken);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The embedding model cannot be read", unreadable);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = BgeSmallEnV15QuantizedEmbeddingModel.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is missing on the class path");
    }
    return found;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  @Override
  protected Integer knownDimension() {
    return Embedder.DIMENSIONS;
  }
}
