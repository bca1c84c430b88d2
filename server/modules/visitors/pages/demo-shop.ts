import type { FastifyInstance } from 'fastify'
import { html } from './html.ts'

/** A company's page with the one line in it, to try the chat as a visitor: `/demo-shop?key=KEY&lang=ml`. */
export function serveDemoShop(fastify: FastifyInstance): void {
  fastify.get('/demo-shop', async (request, reply) => {
    const { key = '', lang = 'en', colour = '#00616A' } = request.query as Record<string, string>
    return reply
      .headers({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'",
      })
      .type('text/html; charset=utf-8')
      .send(
        html`<!doctype html>
          <html lang="${lang}">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <meta name="robots" content="noindex" />
              <title>Demo shop</title>
              <style>
                body {
                  max-width: 44rem;
                  margin: 0 auto;
                  padding: 2rem 1rem 6rem;
                  font:
                    16px/1.6 system-ui,
                    sans-serif;
                  color-scheme: light dark;
                }
              </style>
            </head>
            <body>
              <h1>Demo shop</h1>
              <p>
                Handloom saris, stone-ground spices and steel that lasts. This page stands for a site of your own: the chat in the corner is the one
                line below.
              </p>
              <p><a href="/talk/${key}">Talk to us without the program</a></p>
              <script async src="/widget.js" data-key="${key}" data-colour="${colour}"></script>
              <noscript><a href="/talk/${key}">Talk to us</a></noscript>
            </body>
          </html>`.text,
      )
  })
}
