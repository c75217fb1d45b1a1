// The whole style sheet of the documents in one place: it is served as one file.

/** Calm type on the system's fonts; dark where the reader's system is dark; one column on a phone. */
export const DOCS_STYLE = `
:root{color-scheme:light dark;--text:#1d2733;--soft:#56616e;--line:#dde2e8;--back:#fff;--raised:#f6f7f9;--link:#0b5c8a;--mark:#e8f1f6;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--text:#e3e8ee;--soft:#9aa6b3;--line:#2b343f;--back:#12171d;--raised:#1a2129;--link:#7cc0e8;--mark:#1c2f3b}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
a{color:var(--link);text-decoration-thickness:.06em;text-underline-offset:.16em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--back);padding:.5rem 1rem;z-index:1}
.top{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;padding:.75rem max(1.5rem,calc((100vw - 84rem)/2 + 1.5rem));border-bottom:1px solid var(--line)}
.brand{font-weight:650;text-decoration:none;color:var(--text)}
.brand span{color:var(--soft);font-weight:400;margin-left:.35em}
.search{display:flex;gap:.5rem;flex:1 1 16rem;max-width:34rem;margin-left:auto}
.search input{flex:1;min-width:0;font:inherit;font-size:.95rem;padding:.4rem .7rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);color:inherit}
.search button{font:inherit;font-size:.95rem;padding:.4rem .9rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);color:inherit;cursor:pointer}
.search button:hover{border-color:var(--soft)}
.frame{display:grid;grid-template-columns:15rem minmax(0,46rem) 13rem;gap:0 3rem;max-width:84rem;margin:0 auto;padding:0 1.5rem}
.menu{padding:1.5rem 0;font-size:.94rem}
.tomenu{display:none}
.menu h2{font-size:.78rem;font-weight:600;color:var(--soft);margin:1.2rem 0 .3rem}
.menu ul,.here ul{list-style:none;margin:0;padding:0}
.menu li a,.here li a{display:block;padding:.18rem 0;color:inherit;text-decoration:none}
.menu li a:hover,.here li a:hover{color:var(--link)}
.menu a[aria-current]{color:var(--link);font-weight:600}
.here{padding:2.4rem 0;font-size:.86rem;color:var(--soft)}
.here nav{position:sticky;top:1.5rem;max-height:calc(100vh - 3rem);overflow:auto}
.here .deep{padding-left:.9rem}
main{padding:1.2rem 0 5rem;min-width:0;overflow-wrap:break-word}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.012em;margin:1rem 0 1.1rem;font-weight:680}
h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .7rem;font-weight:650}
h3{font-size:1.06rem;margin:1.8rem 0 .5rem}
p,ul,ol{margin:.7rem 0}
li{margin:.25rem 0}
main ul,main ol{padding-left:1.4rem}
code{font:.88em var(--mono);background:var(--raised);padding:.08em .32em;border-radius:4px}
a code{color:inherit}
pre{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:.9rem 1.1rem;overflow-x:auto;font-size:.9rem;line-height:1.5}
pre code{background:none;padding:0;font-size:.94em}
.table{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.45}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem;border-bottom:1px solid var(--line);min-width:5.5rem}
tr:last-child td{border-bottom:0}
th{font-weight:600;background:var(--raised)}
td:first-child code{white-space:nowrap}
td:last-child{overflow-wrap:anywhere;min-width:11rem}
main img{max-width:100%;height:auto;display:block;margin:1rem 0}
blockquote{margin:1rem 0;padding:.1rem 1rem;border-left:3px solid var(--line);color:var(--soft)}
.answer{background:var(--mark);border-radius:8px;padding:.3rem 1.2rem;margin:1.2rem 0}
.answer .from{font-size:.88rem;color:var(--soft)}
.found{list-style:none;padding:0!important}
.found li{padding:.8rem 0;border-top:1px solid var(--line)}
.found p{margin:.2rem 0;color:var(--soft);font-size:.93rem}
.foot{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.88rem;color:var(--soft);display:flex;flex-wrap:wrap;gap:.3rem 1.5rem}
@media (max-width:72rem){.frame{grid-template-columns:14rem minmax(0,1fr)}.here{display:none}}
@media (max-width:48rem){
.frame{display:flex;flex-direction:column;padding:0 1rem}.top{padding:.7rem 1rem}.search{margin-left:0;max-width:none;flex-basis:100%}
.tomenu{display:block;margin-left:auto;font-size:.95rem}
main{padding-bottom:2rem}.menu{order:2;padding:.5rem 0 3rem;border-top:1px solid var(--line)}.menu li a{padding:.4rem 0}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.1rem}th,td{padding:.45rem .6rem}}
@media print{.top,.menu,.here,.foot{display:none}.frame{display:block}}
`.trim();
