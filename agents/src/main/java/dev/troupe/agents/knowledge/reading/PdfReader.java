package dev.troupe.agents.knowledge.reading;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** PDF: the text of its pages in reading order; what is structure is inferred as in plain text. */
final class PdfReader {
  private static final int MAX_PAGES = 5_000;

  private PdfReader() {}

  static Document read(byte[] bytes) throws UnreadableDocument {
    String text = text(bytes);
    if (text.isBlank()) {
      throw new UnreadableDocument(
          "holds no text: a scan has to go through text recognition first");
    }
    return PlainTextReader.read(text);
  }

  private static String text(byte[] bytes) throws UnreadableDocument {
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      if (pdf.getNumberOfPages() > MAX_PAGES) {
        throw new UnreadableDocument(
            "has " + pdf.getNumberOfPages() + " pages, at most " + MAX_PAGES + ": split it");
      }
      var stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      stripper.setLineSeparator("\n");
      stripper.setParagraphEnd("\n");
      stripper.setPageEnd("\n");
      return stripper.getText(pdf).replace("\u00AD", "").replace('\u00A0', ' ');
    } catch (InvalidPasswordException _) {
      throw new UnreadableDocument("is protected by a password: save it without one");
    } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
      throw new UnreadableDocument("is not a PDF that can be read: " + broken.getMessage());
    }
  }
}
