/// A part of a page, as read from the Markdown that the page is published in.
///
/// Pages exist once, as Markdown; other forms are made from these parts, so that they cannot say anything else.
indirect enum PageBlock: Equatable {
  /// A heading of a level from 1.
  case heading(Int, [PageInline])
  /// A paragraph.
  case paragraph([PageInline])
  /// A paragraph that can be quoted.
  case quote([PageInline])
  /// A list of items.
  case list([[PageInline]])
  /// A table: its header and its rows.
  case table([[PageInline]], [[[PageInline]]])
  /// Lines to be copied, or a text in columns.
  case code(language: String, String)
  /// An image of the report, with its alternative text.
  case image(alternative: String, path: String)
  /// Parts that are shown on demand, under a summary.
  case fold(String, [PageBlock])
}

/// A part of a line.
indirect enum PageInline: Equatable {
  /// Plain text.
  case text(String)
  /// Text in the type of programs.
  case code(String)
  /// Text that is emphasised.
  case emphasis([PageInline])
  /// Text that is emphasised strongly.
  case strong([PageInline])
  /// A link to a file of the report.
  case link([PageInline], target: String)
  /// The end of a line.
  case lineBreak

  /// The text without its marks.
  var plain: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let parts), .strong(let parts), .link(let parts, _): parts.map(\.plain).joined()
    case .lineBreak: " "
    }
  }
}
