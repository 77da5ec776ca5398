/// The style of the HTML file, apart from that of its images.
///
/// Its names begin with `p-`, so that they are not those of the images.
enum ReportStyle {
  /// The rules.
  static let css: String = {
    // A verdict has the colour of its square, with dark letters on it in light and dark mode.
    let words = VerdictWord.allCases.map { ".p-\($0.rawValue){background:\($0.fill.colour)}" }.joined()
    return """
      :root{--paper:#ffffff;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--band:#f6f8fa;--link:#0756b0;--focus:#0756b0}
      @media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6e6e6;--soft:#9aa4ad;--line:#3d444d;
      --band:#151b23;--link:#79b8ff;--focus:#79b8ff}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
      main,nav{max-width:1100px;margin:0 auto;padding:0 20px}
      nav{padding-top:10px;display:flex;gap:18px;flex-wrap:wrap;font-size:14px}
      a{color:var(--link)}
      :focus-visible{outline:3px solid var(--focus);outline-offset:2px}
      main:focus,h2:focus{outline:none}
      .p-skip{position:absolute;left:-999em}.p-skip:focus{left:10px;top:6px;background:var(--paper);padding:4px}
      h2{font-size:24px;margin:12px 0 8px;line-height:1.25}h3{font-size:19px;margin:26px 0 8px}h4{font-size:16px}
      p{margin:8px 0}
      blockquote{margin:10px 0;padding:6px 14px;border-left:4px solid var(--line);background:var(--band)}
      pre{background:var(--band);padding:10px;overflow-x:auto;font-size:13px}code{font-size:13px}
      figure{margin:10px 0;overflow-x:auto}svg{max-width:100%;height:auto;display:block}#graph svg{max-width:none}
      svg a:hover .name,svg a:focus .name,svg a:hover .row{text-decoration:underline}
      .p-table{overflow-x:auto;margin:10px 0}
      table{border-collapse:collapse;font-size:14px;min-width:50%}
      th,td{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}
      th{background:var(--band)}
      th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:left}
      th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
      \(words)
      strong[class]{color:\(VerdictPalette.ink);padding:1px 6px;border-radius:4px;white-space:nowrap}
      details{border:1px solid var(--line);border-radius:6px;padding:6px 12px;margin:10px 0}
      summary{cursor:pointer;font-weight:600}
      .p-filters{display:flex;gap:8px 14px;flex-wrap:wrap;align-items:center;margin:10px 0;font-size:14px}
      .p-filters[hidden]{display:none}
      .p-filters input,.p-filters select,.p-filters button{font:inherit;color:var(--ink);background:var(--paper);
      border:1px solid var(--soft);border-radius:4px;padding:2px 6px}
      .p-filters input{width:17em}.p-filters select{max-width:10em}.p-filters input::placeholder{color:var(--soft);opacity:1}
      .p-filters output{color:var(--soft)}
      .p-script .p-page[data-more]:not(.p-shown),.p-script .p-page.p-away{display:none}
      @media print{nav,.p-filters,.p-skip{display:none}main{max-width:none;padding:0}body{font-size:11px}
      figure,tr{break-inside:avoid}}
      """
  }()
}
