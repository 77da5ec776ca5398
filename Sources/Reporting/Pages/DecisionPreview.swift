/// What is seen in positive numbers whose question lacks a materiality: the means and the fit, without a verdict.
package struct DecisionPreview: Sendable {
  private let page: DecisionPage

  /// The preview of a page; its verdict is left out.
  package init(_ page: DecisionPage) { self.page = page }

  private var title: String { "\(page.question) of \(page.metric): no verdict without a materiality" }

  private static let reason = """
    A positive number has no natural unit, so nothing says how small a limit counts as 0. State it before looking at \
    the verdict: --materiality 0.05 for a number, or --materiality 50% for a share of the mean at the smallest scale.
    """

  /// Returns the preview as plain text.
  ///
  /// - Parameter columns: The width of the terminal; nil if none is known.
  package func text(width columns: Int?) -> String {
    let sentences = [Self.reason] + page.remarks.map { $0 + "." }
    let width = min(TextBlock.width, columns ?? TextBlock.width)
    return [
      title, sentences.map { TextBlock.wrapped($0, width: width) }.joined(separator: "\n"),
      TextBlock.labelled(DecisionWords(page).preview, width: width),
      TextBlock.table(page.header, page.rows, width: columns),
    ].joined(separator: "\n\n")
  }

  /// The preview as Markdown.
  package var markdown: String {
    let facts = DecisionWords(page).preview.map { [Markup.prose($0.label), Markup.prose($0.text)] }
    return
      (["# \(Markup.prose(title))", Markup.prose(Self.reason)] + page.remarks.map { Markup.prose($0 + ".") }
      + [Markup.table(["", ""], facts), Markup.table(page.header, page.rows)]).joined(separator: "\n\n")
  }

  /// The preview as one JSON object, with null for the verdict.
  package var json: String { DecisionObject(page).preview.document }
}
